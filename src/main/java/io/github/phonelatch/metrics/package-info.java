/** The metrics for operators, in the registry that Keycloak shows at its own endpoint. */
@NullMarked
package io.github.phonelatch.metrics;

import org.jspecify.annotations.NullMarked;
