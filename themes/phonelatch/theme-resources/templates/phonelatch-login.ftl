<#import "template.ftl" as layout>
<#import "phonelatch-commons.ftl" as page>
<#assign heading = msg("phonelatchPhoneLoginTitle")>
<@page.start heading=heading fields=["phone_country", "phone_number", "email", "password"]/>
<@layout.registrationLayout displayMessage=page.general displayInfo=true; section>
  <#if section == "header">
    ${heading}
  <#elseif section == "show-username">
    <@page.username/>
  <#elseif section == "form">
    <@page.form id="phonelatch-number-form">
      <@page.numberFields focus=!messagesPerField.existsError("password") selectsOther=true/>
      <details class="phonelatch-more" id="phonelatch-shared"<#if (phonelatch.typedAddress!"")?has_content> open</#if>>
        <summary>${msg("phonelatchShared")}</summary>
        <@page.accountField hint=page.forAccountName("phonelatchSharedHint", "phonelatchSharedHintUsername", "phonelatchSharedHintUsernameOrEmail")/>
      </details>
      <@page.field name="password" label=msg("password"); aria>
        <input ${aria} type="password" dir="ltr" autocomplete="current-password"<#if messagesPerField.existsError("password")> autofocus</#if>>
      </@page.field>
      <@page.buttons>
        <@page.button value="verify" label="doLogIn"/>
        <@page.button value="send" label="phonelatchPhoneLoginCode" type="secondary"/>
      </@page.buttons>
    </@page.form>
  <#elseif section == "info">
    <@page.help/>
  </#if>
</@layout.registrationLayout>
