/** The claims of a phone in tokens, and the gates that every token response and every SAML answer passes. */
@NullMarked
package io.github.phonelatch.token;

import org.jspecify.annotations.NullMarked;
