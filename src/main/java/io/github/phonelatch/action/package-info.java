/** The required action that verifies a number. */
@NullMarked
package io.github.phonelatch.action;

import org.jspecify.annotations.NullMarked;
