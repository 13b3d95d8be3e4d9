<#import "template.ftl" as layout>
<#import "phonelatch-commons.ftl" as page>
<#assign heading = msg((phonelatch.changing!false)?then("phonelatchChangeTitle", "phonelatchNumberTitle"))>
<#assign known = phonelatch.knownNumber!"">
<@page.start heading=heading fields=known?has_content?then([], ["phone_country", "phone_number"])/>
<@layout.registrationLayout displayMessage=page.general displayInfo=true; section>
  <#if section == "header">
    ${heading}
  <#elseif section == "form">
    <@page.form id="phonelatch-number-form">
      <p class="phonelatch-text">${msg("phonelatchNumberWhy")} ${msg("phonelatchNumberUse")}</p>
      <#if (phonelatch.changing!false) && (phonelatch.currentNumber!"")?has_content>
        <p class="phonelatch-text" id="phonelatch-current"><@page.sentence key="phonelatchCurrentNumber" number=phonelatch.currentNumber/></p>
      </#if>
      <#if known?has_content>
        <p class="phonelatch-text" id="phonelatch-known"><@page.sentence key="phonelatchKnownNumber" number=known/></p>
        <@page.buttons>
          <@page.button value="send" label="phonelatchSendToKnown"/>
          <@page.button value="change" label="phonelatchUseAnotherNumber" type="secondary"/>
        </@page.buttons>
      <#else>
        <#assign chosen = false>
        <#list phonelatch.countries as country><#if country.selected><#assign chosen = true></#if></#list>
        <@page.field name="phone_country" label=msg("phonelatchCountry"); aria>
          <select ${aria} autocomplete="country"<#if messagesPerField.existsError("phone_country")> autofocus</#if>>
            <#if !chosen><option value="">${msg("phonelatchCountryChoose")}</option></#if>
            <#list phonelatch.countries as country>
              <option value="${country.iso}"<#if country.selected> selected</#if>>${msg("phonelatchCountryOption", country.name, country.callingCode)}</option>
            </#list>
          </select>
        </@page.field>
        <@page.field name="phone_number" label=msg("phonelatchNumber") hint=msg("phonelatchNumberHint"); aria>
          <input ${aria} type="tel" dir="ltr" value="${phonelatch.typedNumber!""}" autocomplete="tel-national" required<#if !messagesPerField.existsError("phone_country")> autofocus</#if>>
        </@page.field>
        <@page.buttons><@page.button value="send" label="phonelatchSendCode"/></@page.buttons>
      </#if>
    </@page.form>
  <#elseif section == "info">
    <@page.help/>
  </#if>
</@layout.registrationLayout>
