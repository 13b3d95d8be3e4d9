package io.github.phonelatch.phone;

/** Who holds a number once more accounts have proven it than may. The names, in lower case, are stored in realm settings. */
public enum NumberOwner {
    /** Those who hold it keep it; the account one too many is told that the number is taken. */
    REFUSE,
    /** The account that proves it now gets it; the earliest proof is withdrawn. */
    NEWEST
}
