/**
 * Phonelatch: a proven phone number as a part of signing in with Keycloak.
 *
 * <ul>
 *   <li>{@code action}, {@code authenticator}, {@code anonymous}, {@code credential}, {@code token}, {@code rest},
 *       {@code event}, {@code registration}: Keycloak's doors. They read the request, ask the heart and answer. What several of them show or say is in {@code page} and
 *       {@code application}.
 *   <li>{@code signin}: what a sign-in has passed, what it may change, and which sessions are too old.
 *   <li>{@code challenge}: the heart. Messages, challenges, tries and guards; time is passed in.
 *   <li>{@code phone}: a number, a user's proven number, and who owns which.
 *   <li>{@code notice}: what people are told by e-mail of what became of their number.
 *   <li>{@code gateway}: what any provider of one-time codes has to know. {@code gateway.http} is what any provider that is
 *       called over HTTP can use, {@code gateway.engagelab} is the one that is shipped.
 *   <li>{@code config}: typed settings. {@code metrics}: what is counted for who watches the server. {@code support}: version,
 *       keys, store.
 * </ul>
 *
 * Dependencies point inward: doors, then challenge and signin, then phone and gateway.
 */
@NullMarked
package io.github.phonelatch;

import org.jspecify.annotations.NullMarked;
