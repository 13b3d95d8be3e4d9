/** The pages that ask for a number and for a code, and the talk about a code, for every door that shows them. */
@NullMarked
package io.github.phonelatch.page;

import org.jspecify.annotations.NullMarked;
