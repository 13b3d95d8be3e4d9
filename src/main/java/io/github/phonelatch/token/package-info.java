/** What tokens say of the phone, and the gate that every token response passes. */
@NullMarked
package io.github.phonelatch.token;

import org.jspecify.annotations.NullMarked;
