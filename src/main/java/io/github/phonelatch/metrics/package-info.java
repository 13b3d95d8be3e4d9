/** What is counted and measured for whoever watches the server, in the registry that Keycloak shows at its own endpoint. */
@NullMarked
package io.github.phonelatch.metrics;

import org.jspecify.annotations.NullMarked;
