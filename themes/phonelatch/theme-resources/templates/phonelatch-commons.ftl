<#-- What the pages of Phonelatch share. They have to look native under any login theme, so this file knows the two shapes that
     Keycloak's own themes give a form: keycloak.v2 puts the class of a field on a wrapper, the older ones on the field. -->
<#assign wrapped = ((properties.kcFormGroupLabelClass)!"")?has_content>
<#assign general = false>
<#assign files = url.resourcesPath + "/phonelatch/" + phonelatch.version>

<#-- Called before the layout. `fields`: the fields that this page has; an error of any other is a general message here.
     "Error: " comes first in the window's title, so that it is the first thing a screen reader says. -->
<#macro start heading fields>
  <#assign general = (message.summary)?? && !fields?filter(field -> messagesPerField.existsError(field))?has_content>
  <#local failed = (message.type)?? && message.type == "error">
  <#global title = msg(failed?then("phonelatchErrorPageTitle", "phonelatchPageTitle"), heading, .data_model.title!"")>
</#macro>

<#-- What people sign in with beside a number, by the settings by which Keycloak's own page for the password names it. -->
<#function accountName>
  <#if !(realm.loginWithEmailAllowed!false)><#return "username"></#if>
  <#return (realm.registrationEmailAsUsername!false)?then("email", "usernameOrEmail")>
</#function>

<#-- The one of three texts that is about it. -->
<#function forAccountName email username usernameOrEmail>
  <#return msg({"email": email, "username": username, "usernameOrEmail": usernameOrEmail}[accountName()])>
</#function>

<#-- keycloak.v2 shows who signs in in a field whose label belongs to none: here is one for screen readers. -->
<#macro username>
  <#if wrapped>
    <label class="pf-v5-u-screen-reader" for="kc-attempted-username"><#t>
      ${msg(accountName())}<#t>
    </label>
  </#if>
</#macro>

<#macro form id attributes={}>
  <link rel="stylesheet" href="${files}/css/phonelatch.css">
  <form id="${id}" class="${properties.kcFormClass!} phonelatch" action="${url.loginAction}" method="post"<#list attributes as name, value> ${name}="${value}"</#list>>
    <#nested>
    <#if phonelatch.canCancel!false>
      <@buttons><@button name="cancel-aia" value="true" label="doCancel" type="secondary" skipsFields=true/></@buttons>
    </#if>
    <#-- The theme shows this message in its own place and way; here it is only what the focused field is described by. -->
    <#if general><span id="phonelatch-message" hidden>${kcSanitize(message.summary)?no_esc}</span></#if>
  </form>
  <script type="module" src="${files}/js/phonelatch.js"></script>
</#macro>

<#-- A message around a phone number, which reads from left to right in any language. -->
<#macro sentence key number>
  <#local parts = msg(key, "\xE000")?split("\xE000")>
  ${parts[0]}<bdi dir="ltr" class="phonelatch-number">${number}</bdi>${parts[1]!""}<#t>
</#macro>

<#-- The two fields of a number. `focus`: whether the page begins with them. `optional`: whether it can be left out.
     `selectsOther`: where the number is of another country, that one is selected, so that sending the form once more confirms it. -->
<#macro numberFields focus=false required=false optional=false selectsOther=false>
  <#local other = selectsOther?then((phonelatch.otherCountry.iso)!"", "")>
  <#local chosen = phonelatch.countries?filter(country -> country.selected || country.iso == other)?has_content>
  <#local wrongCountry = messagesPerField.existsError("phone_country")>
  <@field name="phone_country" label=msg("phonelatchCountry") required=required; aria>
    <select ${aria} autocomplete="country"<#if focus && wrongCountry> autofocus</#if>>
      <#if !chosen><option value="">${msg("phonelatchCountryChoose")}</option></#if>
      <#list phonelatch.countries as country>
        <option value="${country.iso}"<#if other?has_content?then(country.iso == other, country.selected)> selected</#if>>${msg("phonelatchCountryOption", country.name, country.callingCode)}</option>
      </#list>
    </select>
  </@field>
  <@field name="phone_number" label=msg("phonelatchNumber") hint=msg("phonelatchNumberHint") required=required; aria>
    <input ${aria} type="tel" dir="ltr" value="${phonelatch.typedNumber!""}" autocomplete="tel-national"<#if !optional> required</#if><#if focus && !wrongCountry> autofocus</#if>>
  </@field>
</#macro>

<#-- Confirms that the number is of another country than the chosen one. It comes after all other buttons: the Enter key presses the
     first one, and its action counts before this. -->
<#macro confirmCountry>
  <#if phonelatch.otherCountry??>
    <@button name="phone_country" value=phonelatch.otherCountry.iso label="phonelatchOtherCountryYes" about=phonelatch.otherCountry.name type="secondary"/>
    <input type="hidden" name="action" value="send">
  </#if>
</#macro>

<#-- `required`: marks the field, on pages where others may be left empty. -->
<#macro field name label hint="" required=false>
  <#local failed = messagesPerField.existsError(name)>
  <#local described = []>
  <#if failed><#local described += ["phonelatch-" + name + "-error"]></#if>
  <#if general><#local described += ["phonelatch-message"]></#if>
  <#if hint?has_content><#local described += ["phonelatch-" + name + "-hint"]></#if>
  <#local aria>id="${name}" name="${name}"<#if !wrapped> class="${properties.kcInputClass!}"</#if><#if failed> aria-invalid="true"</#if><#if described?has_content> aria-describedby="${described?join(" ")}"</#if></#local>
  <div class="${properties.kcFormGroupClass!}">
    <div class="${properties.kcFormGroupLabelClass!} ${properties.kcLabelWrapperClass!}">
      <label for="${name}" class="${properties.kcFormLabelClass!properties.kcLabelClass!}"><span class="${properties.kcFormLabelTextClass!}">${label}</span><#if required> <span class="${properties.kcInputRequiredClass!"required"}" aria-hidden="true">*</span></#if></label>
    </div>
    <div class="${properties.kcInputWrapperClass!}">
      <#if wrapped>
        <span class="${properties.kcInputClass!}<#if failed> ${properties.kcError!}</#if>">
          <#nested aria>
          <@fieldIcon name=name failed=failed/>
        </span>
      <#else>
        <#nested aria>
      </#if>
      <#if failed><@note id="phonelatch-" + name + "-error" error=true>${kcSanitize(messagesPerField.get(name))?no_esc}</@note></#if>
      <#if hint?has_content><@note id="phonelatch-" + name + "-hint">${hint}</@note></#if>
    </div>
  </div>
</#macro>

<#-- The name of the account beside the number, for those who share one, or in its place. Its type is text, because a browser
     would not send a username out of a field for e-mail addresses. -->
<#macro accountField hint="" focused=false>
  <#local mail = accountName() != "username">
  <@field name="email" label=msg(accountName()) hint=hint; aria>
    <input ${aria} type="text" dir="${(accountName() == "email")?then("ltr", "auto")}"<#if mail> inputmode="email"</#if> value="${phonelatch.typedAddress!""}" autocomplete="username" autocapitalize="off" autocorrect="off" spellcheck="false"<#if focused> autofocus</#if>>
  </@field>
</#macro>

<#macro fieldIcon name failed>
  <#if failed || name == "phone_country">
    <span class="${properties.kcFormControlUtilClass!}">
      <#if failed><span class="${properties.kcInputErrorIconStatusClass!}"><i class="${properties.kcInputErrorIconClass!}" aria-hidden="true"></i></span></#if>
      <#if name == "phone_country">
        <span class="${properties.kcFormControlToggleIcon!}"><svg class="pf-v5-svg" viewBox="0 0 16 10" width="0.8em" height="0.8em" fill="currentColor" aria-hidden="true"><path d="M0 1h16L8 9z"/></svg></span>
      </#if>
    </span>
  </#if>
</#macro>

<#macro checkbox name label checked=false>
  <div class="${properties.kcFormGroupClass!}">
    <div class="${properties.kcInputWrapperClass!}">
      <label class="${properties.kcCheckboxClass!properties.kcInputClassCheckbox!} phonelatch-check" for="${name}">
        <input type="checkbox" id="${name}" name="${name}" value="on" class="${properties.kcCheckboxInputClass!properties.kcInputClassCheckboxInput!}"<#if checked> checked</#if>>
        <span class="${properties.kcCheckboxLabelClass!properties.kcInputClassCheckboxLabel!}">${label}</span>
      </label>
    </div>
  </div>
</#macro>

<#macro note id error=false>
  <div class="${properties.kcFormHelperTextClass!}">
    <div class="${properties.kcInputHelperTextClass!}">
      <div class="${properties.kcInputHelperTextItemClass!}<#if error> ${properties.kcError!}</#if>" id="${id}">
        <span class="<#if error>${properties.kcInputErrorMessageClass!} phonelatch-error<#else>${properties.kcInputHelperTextItemTextClass!} phonelatch-note</#if>"><#nested></span>
      </div>
    </div>
  </div>
</#macro>

<#macro buttons>
  <div class="${properties.kcFormGroupClass!}">
    <div class="${properties.kcFormButtonsClass!}">
      <div class="phonelatch-buttons"><#nested></div>
    </div>
  </div>
</#macro>

<#-- `wait`: seconds until the server says yes. Without script the button can be pressed all the same: the server decides.
     `about`: what the label names. -->
<#macro button value label name="action" type="primary" skipsFields=false wait=0 about="">
  <#local look>
    <#if type == "primary">${properties.kcButtonPrimaryClass!} ${properties.kcButtonLargeClass!}<#elseif type == "secondary">${properties.kcButtonSecondaryClass!properties.kcButtonDefaultClass!} ${properties.kcButtonLargeClass!}<#else>${properties.kcButtonLinkClass!"pf-m-link"}</#if><#t>
  </#local>
  <button type="submit" name="${name}" value="${value}" class="${properties.kcButtonClass!} ${look} ${properties.kcButtonBlockClass!}"<#if skipsFields> formnovalidate</#if><#if wait gt 0> data-wait="${wait?c}" data-wait-text="${msg("phonelatchIn", "{0}")}"</#if>><#t>
    ${msg(label, about)}<#if wait gt 0> <span>${msg("phonelatchIn", duration(wait))}</span></#if><#t>
  </button>
</#macro>

<#function duration seconds>
  <#if seconds lt 60><#return msg("phonelatchSeconds", seconds)></#if>
  <#return msg("phonelatchMinutes", ((seconds - 10) / 60)?ceiling)>
</#function>

<#-- Why a code to the current number comes first. -->
<#macro reason>
  <p class="phonelatch-text" id="phonelatch-reason">${msg(phonelatch.reason)}</p>
</#macro>

<#-- Whom to ask; and, where only the current number helps, what they can do. -->
<#macro help>
  <div id="phonelatch-help">${kcSanitize(msg("phonelatchHelp"))?no_esc}</div>
  <#if (phonelatch.reason!"")?has_content><div id="phonelatch-lost">${msg("phonelatchCurrentLost")}</div></#if>
</#macro>
