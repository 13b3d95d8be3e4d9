# The pages offer every language that Phonelatch has texts in.
offered=,$(realm_value supportedLocales),
missing=
for tag in en ar de es fa fr it ja ko nl pl pt pt-BR ru th tr uk vi zh-CN zh-TW; do
    case $offered in
        *,$tag,*) ;;
        *) missing="$missing $tag" ;;
    esac
done
case $offered in
    ,en,ar, | ,ar,en,) settle -s 'supportedLocales=["en","ar","de","es","fa","fr","it","ja","ko","nl","pl","pt","pt-BR","ru","th","tr","uk","vi","zh-CN","zh-TW"]' ;;
    *)
        [ -z "$missing" ] || leave "the languages; the pages would speak$missing too (Realm settings, Localization)"
        settle
        ;;
esac
