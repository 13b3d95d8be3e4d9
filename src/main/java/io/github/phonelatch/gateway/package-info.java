/** What the heart asks of a provider of one-time codes, and every answer it may get. Knows no HTTP. */
@NullMarked
package io.github.phonelatch.gateway;

import org.jspecify.annotations.NullMarked;
