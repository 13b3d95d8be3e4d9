/**
 * Phonelatch: a verified phone number as a part of signing in with Keycloak.
 *
 * <ul>
 *   <li>{@code action}, {@code authenticator}, {@code anonymous}, {@code credential}, {@code token}, {@code rest}, {@code event}, {@code registration}:
 *       the entry points that Keycloak calls. They read the request, ask the core and answer. Their common parts are in
 *       {@code page} and {@code application}.
 *   <li>{@code signin}: the factors that a sign-in has passed, the changes it may make, and the sessions that are too old.
 *   <li>{@code challenge}: the core. Messages, challenges, attempts and limits. Time is passed in.
 *   <li>{@code phone}: a number, a user's verified number, and the owners of each.
 *   <li>{@code notice}: e-mails to people about changes of their number.
 *   <li>{@code gateway}: the core's view of a provider of one-time codes. {@code gateway.http} is for any provider that is called
 *       over HTTP. {@code gateway.engagelab} is the one we ship.
 *   <li>{@code config}: typed settings. {@code metrics}: counts for operators. {@code support}: version, keys, store.
 * </ul>
 *
 * Dependencies point inward: entry points, then challenge and signin, then phone and gateway.
 */
@NullMarked
package io.github.phonelatch;

import org.jspecify.annotations.NullMarked;
