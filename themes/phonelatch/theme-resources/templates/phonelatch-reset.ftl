<#import "template.ftl" as layout>
<#import "phonelatch-commons.ftl" as page>
<#assign heading = msg("phonelatchResetTitle")>
<#global auth = "">
<@page.start heading=heading fields=["phone_country", "phone_number", "email"]/>
<@layout.registrationLayout displayMessage=page.general displayInfo=true; section>
  <#if section == "header">
    ${heading}
  <#elseif section == "form">
    <@page.form id="phonelatch-number-form">
      <p class="phonelatch-text">${page.forAccountName("phonelatchResetWhy", "phonelatchResetWhyUsername", "phonelatchResetWhyUsernameOrEmail")}</p>
      <#assign wrongNumber = messagesPerField.existsError("phone_country", "phone_number")>
      <@page.accountField focused=!wrongNumber/>
      <@page.numberFields optional=true focus=wrongNumber/>
      <@page.buttons>
        <@page.button value="send" label="phonelatchResetByPhone"/>
        <#if phonelatch.mails><@page.button value="mail" label="phonelatchResetByMail" type="secondary"/></#if>
        <@page.confirmCountry/>
      </@page.buttons>
      <p class="phonelatch-text"><a href="${url.loginUrl}">${kcSanitize(msg("backToLogin"))?no_esc}</a></p>
    </@page.form>
  <#elseif section == "info">
    <@page.help/>
  </#if>
</@layout.registrationLayout>
