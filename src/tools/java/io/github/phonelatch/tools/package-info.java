/** Programs of ours that run outside Keycloak. They know nothing of the extension's code. */
@NullMarked
package io.github.phonelatch.tools;

import org.jspecify.annotations.NullMarked;
