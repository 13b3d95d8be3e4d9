/** What any provider of one-time codes has to know: what the core asks of it, and every answer it may give. Knows no HTTP. */
@NullMarked
package io.github.phonelatch.gateway;

import org.jspecify.annotations.NullMarked;
