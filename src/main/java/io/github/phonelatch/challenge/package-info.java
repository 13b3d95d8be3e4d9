/** The heart: messages, challenges on them, tries, guards. Knows no page, no form and no HTTP. */
@NullMarked
package io.github.phonelatch.challenge;

import org.jspecify.annotations.NullMarked;
