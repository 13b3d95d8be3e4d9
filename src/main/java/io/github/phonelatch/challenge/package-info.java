/** The core: messages, challenges on them, attempts and limits. Independent of pages, forms and HTTP. */
@NullMarked
package io.github.phonelatch.challenge;

import org.jspecify.annotations.NullMarked;
