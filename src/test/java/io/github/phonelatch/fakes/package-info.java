/** Hand-written stand-ins for Keycloak's models. */
package io.github.phonelatch.fakes;
