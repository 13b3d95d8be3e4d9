/** Passwords that were hashed with bcrypt by an older system, and how long a password may be there. */
@NullMarked
package io.github.phonelatch.password;

import org.jspecify.annotations.NullMarked;
