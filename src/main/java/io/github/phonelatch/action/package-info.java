/** The required action that proves a number, and its pages. */
@NullMarked
package io.github.phonelatch.action;

import org.jspecify.annotations.NullMarked;
