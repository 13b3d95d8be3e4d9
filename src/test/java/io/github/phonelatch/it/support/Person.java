package io.github.phonelatch.it.support;

/**
 * Somebody who can sign in.
 *
 * @param email what they sign in with: a username where they have no e-mail address
 */
public record Person(String id, String email, String password) {}
