/**
 * The provider {@code engagelab}: EngageLab's paths, bodies, error codes, credentials and languages. Nothing but Keycloak's
 * provider lookup knows this package.
 */
@NullMarked
package io.github.phonelatch.gateway.engagelab;

import org.jspecify.annotations.NullMarked;
