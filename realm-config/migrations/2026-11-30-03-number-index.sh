# People are found by an attribute that Phonelatch alone writes. Admins see it, and nobody edits it.
attributes=$(read_fields users/profile 'attributes(name)')
case ,$attributes, in
    *,phonelatchNumber,*) ;;
    *)
        kcadm update users/profile -s 'attributes+={"name":"phonelatchNumber","displayName":"Phone number, to find people by","validations":{"length":{"max":64}},"permissions":{"view":["admin"],"edit":[]},"group":"user-metadata","multivalued":false}'
        ;;
esac
settle
