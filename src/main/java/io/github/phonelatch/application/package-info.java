/** The problems that applications with screens of their own are told, at every endpoint. */
@NullMarked
package io.github.phonelatch.application;

import org.jspecify.annotations.NullMarked;
