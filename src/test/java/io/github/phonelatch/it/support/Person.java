package io.github.phonelatch.it.support;

/** Somebody who can sign in. */
public record Person(String id, String email, String password) {}
