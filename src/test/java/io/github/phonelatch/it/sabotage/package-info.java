/** A provider of Keycloak's that spoils requests on purpose. Packed by a test into a jar of its own. */
package io.github.phonelatch.it.sabotage;
