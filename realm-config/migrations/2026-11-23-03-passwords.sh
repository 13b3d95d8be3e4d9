# Passwords are hashed with bcrypt, as those that move in from the old system are, and have 8 characters at least.
policy=$(realm_value passwordPolicy)
case $policy in
    *'hashAlgorithm(bcrypt)'*) ;;
    *hashAlgorithm* | *hashIterations*)
        leave "the password policy, which says how to hash: $policy"
        ;;
    *)
        case $policy in
            *length\(*) ;;
            '') policy='length(8)' ;;
            *) policy="length(8) and $policy" ;;
        esac
        policy="hashAlgorithm(bcrypt) and phonelatch-max-bytes(72) and $policy"
        ;;
esac
settle -s "passwordPolicy=$policy"
