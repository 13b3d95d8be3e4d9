/** Our parts of a registration page: the phone number, and the group by application. */
@NullMarked
package io.github.phonelatch.registration;

import org.jspecify.annotations.NullMarked;
