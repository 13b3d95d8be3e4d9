/** Reactions to Keycloak's events. */
@NullMarked
package io.github.phonelatch.event;

import org.jspecify.annotations.NullMarked;
