# People are told by e-mail when their number is verified, replaced or removed, and when a device is remembered.
action=authentication/required-actions/phonelatch-verify-phone
case $(read_fields $action/config 'config(notify-by-email)') in
    true) ;;
    '')
        # Settings are saved together: one that is wrong, as the line above then says, keeps this one from being saved.
        kcadm update $action/config -s 'config."notify-by-email"=true' ||
            leave "that nobody is told by e-mail what becomes of their number: mend the setting named above, then set notify-by-email"
        ;;
    *) leave "that nobody is told by e-mail what becomes of their number (setting notify-by-email)" ;;
esac
settle
