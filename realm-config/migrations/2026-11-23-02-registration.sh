# Students and teachers create accounts on a page that asks for the phone number, and join the group of their portal.
groups=$(read_fields groups path)
has_line "$groups" /teacher-applicants || create groups -s name=teacher-applicants >/dev/null

theme=$(realm_value loginTheme)
if [ -z "$theme" ]; then
    theme=phonelatch
elif [ "$theme" != phonelatch ]; then
    leave "the login theme $theme; with one line its registration page asks for the number too"
fi

case $(realm_value registrationFlow) in
    'school registration') settle -s "loginTheme=$theme" ;;
    registration)
        new_flow 'school registration' 'One page with everything' >/dev/null
        page=$(sub_flow 'school registration' 'school registration page' form-flow 10 \
            'Name, e-mail address, password and phone number; the group by the portal that people come from' \
            -s provider=registration-page-form)
        step "$page" registration-user-creation REQUIRED 10 >/dev/null
        step "$page" phonelatch-registration-phone REQUIRED 20 >/dev/null
        step "$page" registration-password-action REQUIRED 30 >/dev/null
        group=$(step "$page" phonelatch-registration-group REQUIRED 40)
        settings "$group" 'school registration groups' \
            '{"groups":"[{\"key\":\"student-portal\",\"value\":\"/students\"},{\"key\":\"teacher-portal\",\"value\":\"/teacher-applicants\"}]"}'
        step "$page" registration-recaptcha-action DISABLED 50 >/dev/null
        step "$page" registration-terms-and-conditions DISABLED 60 >/dev/null
        switch_on 'school registration' 'school registration page=REQUIRED'
        settle -s "loginTheme=$theme" -s registrationAllowed=true -s 'registrationFlow=school registration'
        ;;
    *)
        leave 'the registration flow, which is one of your own: accounts made there join no group, and give their number later'
        settle -s "loginTheme=$theme"
        ;;
esac
