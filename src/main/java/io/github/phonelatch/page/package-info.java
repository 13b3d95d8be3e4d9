/** The pages that ask for a number and for a code, and the dialogue about a code, for all entry points that show them. */
@NullMarked
package io.github.phonelatch.page;

import org.jspecify.annotations.NullMarked;
