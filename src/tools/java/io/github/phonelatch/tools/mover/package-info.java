/**
 * Moves the people of an older system into a realm: reads a CSV export, checks it row by row and hands it to Keycloak's
 * admin interface in batches, each of which Keycloak takes as a whole or not at all.
 */
@NullMarked
package io.github.phonelatch.tools.mover;

import org.jspecify.annotations.NullMarked;
