package io.github.phonelatch.phone;

/** The kind of a number by its country's numbering plan. The names are stored in realm settings. */
public enum NumberType {
    MOBILE,
    FIXED_LINE,
    /** A plan that does not tell the two apart, as in North America. */
    FIXED_LINE_OR_MOBILE,
    PREMIUM_RATE,
    SHARED_COST,
    TOLL_FREE,
    PAGER,
    /** A company's number valid in the whole country. */
    UAN,
    VOICEMAIL,
    VOIP,
    PERSONAL_NUMBER,
    UNKNOWN
}
