/** Providers of Keycloak's that spoil requests on purpose. Packed by tests into jars of their own. */
package io.github.phonelatch.it.sabotage;
