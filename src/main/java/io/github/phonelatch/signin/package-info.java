/**
 * What a sign-in has passed, and what that lets it change. A factor gives way only to itself: whoever has the password, the
 * mailbox or a session from before does not get at the phone with it.
 */
@NullMarked
package io.github.phonelatch.signin;

import org.jspecify.annotations.NullMarked;
