/** The code as a second factor at sign-in, and the conditions that say when it is asked for. */
@NullMarked
package io.github.phonelatch.authenticator;

import org.jspecify.annotations.NullMarked;
