/** E-mails to people about changes of their number and devices. */
@NullMarked
package io.github.phonelatch.notice;

import org.jspecify.annotations.NullMarked;
