/** What a registration page asks and does besides Keycloak's own: the phone number, and the group by application. */
@NullMarked
package io.github.phonelatch.registration;

import org.jspecify.annotations.NullMarked;
