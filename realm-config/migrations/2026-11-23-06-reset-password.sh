# People set a new password by a code to their verified number or by e-mail.
case $(realm_value resetCredentialsFlow) in
    'school reset') settle ;;
    'reset credentials')
        reset=$(new_flow 'school reset' 'A new password for whoever proves a phone number or reads an e-mail')
        step "$reset" phonelatch-reset-choose-user REQUIRED 10 >/dev/null
        sub_flow 'school reset' 'school reset verification' basic-flow 20 'One of the two: a code by phone, or an e-mail' >/dev/null
        step "$reset" reset-password REQUIRED 30 >/dev/null
        by_phone=$(sub_flow 'school reset verification' 'school reset by phone' basic-flow 10 \
            'A code to the verified number, not for people who need one as their second factor')
        step "$by_phone" phonelatch-reset REQUIRED 10 >/dev/null
        by_mail=$(sub_flow 'school reset verification' 'school reset by mail' basic-flow 20 'A link to the e-mail address')
        mail=$(step "$by_mail" reset-credential-email REQUIRED 10)
        settings "$mail" 'school reset sign in anew' '{"force-login":"true"}'
        switch_on 'school reset' 'school reset verification=REQUIRED' 'school reset by phone=ALTERNATIVE' 'school reset by mail=ALTERNATIVE'
        settle -s resetPasswordAllowed=true -s 'resetCredentialsFlow=school reset'
        ;;
    *)
        leave 'the flow that resets passwords, which is one of your own: put the steps of Phonelatch into it'
        settle
        ;;
esac
