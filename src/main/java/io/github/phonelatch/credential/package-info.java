/** The verification of a number as a Keycloak credential. */
@NullMarked
package io.github.phonelatch.credential;

import org.jspecify.annotations.NullMarked;
