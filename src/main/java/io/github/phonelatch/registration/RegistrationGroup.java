package io.github.phonelatch.registration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.authentication.FormContext;
import org.keycloak.authentication.ValidationContext;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.GroupModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.FormMessage;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Puts a new account into the group of the client it was registered through. A registration without that group is
 * refused, because an account that lacks its rights for reasons that its owner cannot see is worse than none.
 */
final class RegistrationGroup implements RegistrationStep {
    static final RegistrationGroup INSTANCE = new RegistrationGroup();

    private static final Logger LOG = Logger.getLogger(RegistrationGroup.class);

    private RegistrationGroup() {}

    @Override
    public void buildPage(FormContext context, LoginFormsProvider form) {}

    @Override
    public void validate(ValidationContext context) {
        if (groups(context).isPresent()) {
            context.success();
            return;
        }
        context.excludeOtherErrors();
        RegistrationStep.refuse(context, "group_not_found", new FormMessage(NOT_SET_UP));
    }

    @Override
    public void success(FormContext context) {
        UserModel registrant = RegistrationStep.registrant(context, RegistrationGroupFactory.ID);
        // Looked up a moment ago. If a group was deleted in between, the log names it and the account is in no group.
        groups(context).ifPresent(groups -> groups.forEach(registrant::joinGroup));
    }

    /** Empty where one of them does not exist. */
    private static Optional<List<GroupModel>> groups(FormContext context) {
        String client = context.getAuthenticationSession().getClient().getClientId();
        Optional<ClientGroups> setting = ClientGroups.of(context.getAuthenticatorConfig());
        if (setting.isEmpty()) {
            LOG.errorf(
                    "Realm '%s': nobody can register, since the setting of the step '%s' of the registration flow cannot be"
                            + " read. Save it in the console.",
                    context.getRealm().getName(), RegistrationGroupFactory.ID);
            return Optional.empty();
        }
        List<GroupModel> groups = new ArrayList<>();
        for (String path : setting.get().paths(client)) {
            GroupModel group = KeycloakModelUtils.findGroupByPath(context.getSession(), context.getRealm(), path);
            if (group == null) {
                LOG.errorf(
                        "Realm '%s': nobody can register through client '%s', since there is no group '%s'. Create it, or change"
                                + " the setting of the step '%s' of the registration flow.",
                        context.getRealm().getName(), client, path, RegistrationGroupFactory.ID);
                return Optional.empty();
            }
            groups.add(group);
        }
        return Optional.of(groups);
    }
}
