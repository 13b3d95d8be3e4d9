/** The required action that proves a number. */
@NullMarked
package io.github.phonelatch.action;

import org.jspecify.annotations.NullMarked;
