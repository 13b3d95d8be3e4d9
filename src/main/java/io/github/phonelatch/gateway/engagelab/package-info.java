/** The provider we ship: EngageLab OTP over HTTPS. Nothing but Keycloak's provider lookup knows this package. */
@NullMarked
package io.github.phonelatch.gateway.engagelab;

import org.jspecify.annotations.NullMarked;
