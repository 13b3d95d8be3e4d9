/** The endpoints for applications that draw their own screens. */
@NullMarked
package io.github.phonelatch.rest;

import org.jspecify.annotations.NullMarked;
