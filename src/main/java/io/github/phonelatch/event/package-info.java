/** Reactions to Keycloak's events, and what its events say of codes. */
@NullMarked
package io.github.phonelatch.event;

import org.jspecify.annotations.NullMarked;
