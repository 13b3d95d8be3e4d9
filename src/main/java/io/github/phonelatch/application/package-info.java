/** What applications without pages of ours are told of a problem, at whichever endpoint. */
@NullMarked
package io.github.phonelatch.application;

import org.jspecify.annotations.NullMarked;
