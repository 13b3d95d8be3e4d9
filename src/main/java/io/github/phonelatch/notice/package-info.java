/** What people are told by e-mail of what became of their number and devices. */
@NullMarked
package io.github.phonelatch.notice;

import org.jspecify.annotations.NullMarked;
