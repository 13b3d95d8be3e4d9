<#import "template.ftl" as layout>
<#import "phonelatch-commons.ftl" as page>
<#assign heading = msg((phonelatch.changing!false)?then("phonelatchChangeTitle", "phonelatchNumberTitle"))>
<#assign known = phonelatch.knownNumber!"">
<@page.start heading=heading fields=known?has_content?then([], ["phone_country", "phone_number"])/>
<@layout.registrationLayout displayMessage=page.general displayInfo=true; section>
  <#if section == "header">
    ${heading}
  <#elseif section == "show-username">
    <@page.username/>
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
        <@page.numberFields focus=true/>
        <@page.buttons>
          <@page.button value="send" label="phonelatchSendCode"/>
          <@page.confirmCountry/>
        </@page.buttons>
      </#if>
    </@page.form>
  <#elseif section == "info">
    <@page.help/>
  </#if>
</@layout.registrationLayout>
