/** Version, server info and the store's primitives. */
@NullMarked
package io.github.phonelatch.support;

import org.jspecify.annotations.NullMarked;
