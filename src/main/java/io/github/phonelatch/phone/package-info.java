/** A phone number, the number a user has verified, and how many users may hold one. The only place that sees libphonenumber. */
@NullMarked
package io.github.phonelatch.phone;

import org.jspecify.annotations.NullMarked;
