/**
 * The factors that a sign-in has passed, and the changes that this permits. A second factor is changed only after that
 * factor or another second factor: the password, the mailbox or an older session is not enough.
 */
@NullMarked
package io.github.phonelatch.signin;

import org.jspecify.annotations.NullMarked;
