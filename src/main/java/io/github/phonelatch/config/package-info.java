/** Typed settings: each is declared once, and the reader and the console use that declaration. */
@NullMarked
package io.github.phonelatch.config;

import org.jspecify.annotations.NullMarked;
