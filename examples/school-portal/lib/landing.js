import { fillInAddresses, readSettings } from "./settings.js";

fillInAddresses(await readSettings());
