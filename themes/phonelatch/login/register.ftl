<#-- keycloak.v2 has no place for one more field on its registration page, so this page takes its place. All that it shows is made by
     keycloak.v2's own macros, whatever the realm asks for: profile, password, terms, captcha. -->
<#import "template.ftl" as layout>
<#import "field.ftl" as field>
<#import "user-profile-commons.ftl" as profilePart>
<#import "register-commons.ftl" as termsPart>
<#import "password-validation.ftl" as passwordPart>
<#import "phonelatch-registration.ftl" as phone>

<#assign asksPassword = passwordRequired??>
<#-- The password belongs to what people will sign in with. -->
<#assign signsInWith = realm.registrationEmailAsUsername?then("email", "username")>
<#assign captcha = recaptchaRequired??>
<#assign captchaOnButton = captcha && !(recaptchaVisible!false)>

<@layout.registrationLayout displayMessage=messagesPerField.exists("global") displayRequiredFields=true; section>
  <#if section == "header">
    ${msg(messageHeader!"registerTitle")}
  <#elseif section == "form">
    <form id="kc-register-form" class="${properties.kcFormClass!}" action="${url.registrationAction}" method="post" novalidate>
      <@profilePart.userProfileFormFields; place, attribute>
        <#if asksPassword && place == "afterField" && attribute.name == signsInWith>
          <@field.password name="password" label=msg("password") required=true autocomplete="new-password"/>
          <@field.password name="password-confirm" label=msg("passwordConfirm") required=true autocomplete="new-password"/>
        </#if>
      </@profilePart.userProfileFormFields>

      <@phone.fields/>
      <@termsPart.termsAcceptance/>

      <#if captcha && !captchaOnButton>
        <div class="${properties.kcFormGroupClass!}">
          <div class="g-recaptcha" data-size="compact" data-sitekey="${recaptchaSiteKey}" data-action="${recaptchaAction}"></div>
        </div>
      </#if>

      <div id="kc-form-buttons" class="${properties.kcFormButtonsClass!}">
        <button id="kc-submit" type="submit" class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!} ${properties.kcButtonLargeClass!}<#if captchaOnButton> g-recaptcha</#if>"<#if captchaOnButton> data-sitekey="${recaptchaSiteKey}" data-action="${recaptchaAction}" data-callback="phonelatchRegister"</#if>>${msg("doRegister")}</button>
      </div>
      <#if captchaOnButton>
        <script>function phonelatchRegister() { document.getElementById("kc-register-form").requestSubmit(); }</script>
      </#if>

      <div class="${properties.kcFormGroupClass!} ${properties.kcLoginFooterBand!}">
        <div id="kc-form-options" class="${properties.kcFormOptionsClass!} ${properties.kcLoginFooterBandItem!}">
          <a href="${url.loginUrl}">${msg("backToLogin")}</a>
        </div>
      </div>
    </form>

    <#if asksPassword>
      <@passwordPart.templates/>
      <@passwordPart.script field="password"/>
    </#if>
  </#if>
</@layout.registrationLayout>
